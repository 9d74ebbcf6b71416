// Leaves the package to a chunk, which hosted.js has as well.
void import('./beside.js');
