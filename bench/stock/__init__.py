"""Stock grapple over the product's models, declared as its documentation says."""
