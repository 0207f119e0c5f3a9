// Fixtures that mostly wait (for time-outs, for a broker that is away or answers) say that they may run beside each other; those that measure, or fill the cores, run alone.
[assembly: LevelOfParallelism(6)]
