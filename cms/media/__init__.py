"""Images and documents, their rights and their presets."""
