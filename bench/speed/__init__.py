"""How fast is it, as a share of the least that an answer of that size can cost on the same machine?"""
