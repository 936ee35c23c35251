"""The checks, each a function that returns a remark, or raises what is wrong."""
