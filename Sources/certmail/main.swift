print("certmail")
