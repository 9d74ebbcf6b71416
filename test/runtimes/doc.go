// Package runtimes proves the npm package outside browsers: the tarball is installed as
// a user would, and each runtime there is reads feeds of a server here, one check a
// process. A process has to end by itself, whatever the check was about. The program
// that the package brings is tested in the same way, and workerd reads feeds while it answers.
package runtimes
