# Fails unless DOCUMENT is what `PROGRAM markdown` prints.
execute_process(COMMAND ${PROGRAM} markdown OUTPUT_VARIABLE wanted RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${PROGRAM} failed: ${failed}")
endif()
file(READ ${DOCUMENT} found)
if(NOT found STREQUAL wanted)
  message(FATAL_ERROR "${DOCUMENT} is out of date: write it anew with style_tables markdown")
endif()
