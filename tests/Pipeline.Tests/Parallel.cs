// They mostly wait, for hosts to start, for outages and for claims to run out, and each test has its own vhost, database and hosts: more at a time than there are cores.
// Those that measure, or need a core for their load, say that they run alone.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: LevelOfParallelism(3)]
