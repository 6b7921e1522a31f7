"""How files become records: text to nodes, nodes to Structs, with every problem at its line and column."""
