datelineSearch({"edition":"5588d4554e","total":3,"together":64,"years":[["2025",0]],"lengths":[3],"words":[["@actor:north-korea@","w-a5728416d6"]]})
