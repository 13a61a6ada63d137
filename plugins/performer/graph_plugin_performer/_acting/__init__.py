"""How a face moves: blendshapes, performances, speech."""
