#include "CMLOpsLinux.h"
