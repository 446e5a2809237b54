"""What a person does, one function each: rules in, facts out, committed once. Must not hand out ORM rows or use Qt."""
