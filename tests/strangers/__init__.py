"""Other people's data: every address, method and caller, tried with the ids of a trainer they are not."""
