"""A page to hand to somebody else: values in, one HTML document out."""
