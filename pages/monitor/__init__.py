"""监测: what is going on."""
