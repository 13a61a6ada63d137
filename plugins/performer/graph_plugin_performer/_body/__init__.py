"""A whole figure: skeleton, clothes, walk and dance."""
