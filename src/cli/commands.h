/* The commands, one file each: cmd_NAME.c. To add one, declare it here and list it in commands.c. */
#ifndef KURIL_CLI_COMMANDS_H
#define KURIL_CLI_COMMANDS_H

#include "cli/command.h"

extern const kuril_command kuril_command_render;
extern const kuril_command kuril_command_batch;
extern const kuril_command kuril_command_distance;
extern const kuril_command kuril_command_near;
extern const kuril_command kuril_command_identify;
extern const kuril_command kuril_command_area;
extern const kuril_command kuril_command_buffer;
extern const kuril_command kuril_command_median;
extern const kuril_command kuril_command_list;
extern const kuril_command kuril_command_check;

#endif
