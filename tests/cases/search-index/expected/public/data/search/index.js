datelineSearch("index",{"edition":"745f08d76a","counts":[1,1,1,0],"together":16,"years":[[2025,0]],"lengths":[3,4,5,6,7],"words":[["@actor:north-korea","w-0bdd9df6b1"]]})
