"""What a translator needs: messages collected from the code, catalogues brought up to date, checked and compiled."""
