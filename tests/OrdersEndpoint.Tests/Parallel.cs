// Most of the time they wait for their hosts to start. Each fixture has a database, a vhost and an API of its own.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
