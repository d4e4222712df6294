datelineCard({"name":"Sons \u0026 \u003cCo\u003e","type":"Company","description":"Makes \"things\".","analyses":1});
