// Each fixture has a database of its own, and those that start nodes mostly wait.
[assembly: Parallelizable(ParallelScope.Fixtures)]
