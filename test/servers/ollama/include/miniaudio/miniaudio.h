#include <miniaudio.h>
