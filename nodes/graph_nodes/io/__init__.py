"""Reading and writing pictures, clips and sound."""
