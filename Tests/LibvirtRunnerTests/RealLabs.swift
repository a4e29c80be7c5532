import Testing

/// Everything that makes a lab, one after the other: two labs at work on one machine would spoil
/// each other's figures.
@Suite(.serialized, .enabled(if: RealLab.isPossible, RealLab.reason)) enum RealLabs {}
