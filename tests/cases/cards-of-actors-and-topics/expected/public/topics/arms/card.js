datelineCard({"name":"Arms","type":"Topic","description":null,"analyses":0});
