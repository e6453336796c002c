"""The sections of a brief, a module each: `section(held: Material) -> Section`. What they share in words, tables and charts lies beside them."""
