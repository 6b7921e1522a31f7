"""What a record is: the one place where a field is named, typed, described and given a unit. No I/O, no SQL, no HTTP."""
