"""Settings of the systems beside the product, which itself runs on its settings for production."""
