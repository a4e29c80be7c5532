print("benchmarks come with the command")
