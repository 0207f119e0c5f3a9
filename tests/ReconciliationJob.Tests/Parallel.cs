// Each fixture has a database of its own, and those that start nodes mostly wait: more at a time than there are cores.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(6)]
