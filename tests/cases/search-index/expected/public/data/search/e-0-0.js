datelineSearch("e-0-0",[{"t":"The \"grain\" deal </script>","p":"analyses/x/","s":"Bread for the quays.","d":"2025-07-03","a":[["actor:north-korea","North Korea"],["topic:trade","Trade"]]}])
