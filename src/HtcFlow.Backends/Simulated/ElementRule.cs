namespace HtcFlow.Backends.Simulated;

/// <summary>Decides what becomes of an element at the moment it starts; must be a function of its argument and of the test's own seed.</summary>
public delegate ElementPlay ElementRule(StartedElement started);
