datelineSearch("e-1-0",[{"t":"North Korea","p":"actors/north-korea/","n":["DPRK","북한"]}])
