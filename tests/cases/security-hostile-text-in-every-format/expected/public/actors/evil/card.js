datelineCard({"name":"=cmd|’ /C calc’!A0,”q”\u0001\u001b[31m\u003c/script\u003e","type":"Organisation","description":"de\u0001sc\u003c/script\u003e\u003c!–\u003cscript\u003e","analyses":1});
