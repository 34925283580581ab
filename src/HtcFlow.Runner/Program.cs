// The runner's table of contents: it grows one line for every phase of an attempt.
return 0;
