"""Who acts: identities, and heads built from them."""
