// Fixtures that mostly wait (for time-outs, for a broker that is away) say that they may run beside each other; the others run alone.
[assembly: LevelOfParallelism(4)]
