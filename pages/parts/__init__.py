"""What the pages share: the data in use, the filters, and the blocks they are built of."""
