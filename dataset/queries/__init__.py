"""How a release is asked: fields, filters, cursors, the state on a day, and one file for each noun."""
