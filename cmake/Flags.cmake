# Everything that every target of ours is compiled with, in one INTERFACE target.
add_library(kuril_flags INTERFACE)
target_compile_features(kuril_flags INTERFACE c_std_17)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_compile_definitions(kuril_flags INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(kuril_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef
  -fvisibility=hidden -ffp-contract=off -fno-math-errno
  $<$<BOOL:${KURIL_WERROR}>:-Werror>)
if(KURIL_SANITIZE)
  target_compile_options(kuril_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                         -fno-omit-frame-pointer)
  target_link_options(kuril_flags INTERFACE -fsanitize=address,undefined)
endif()
if(KURIL_COVERAGE)
  target_compile_options(kuril_flags INTERFACE --coverage -O0)
  target_link_options(kuril_flags INTERFACE --coverage -Wl,--wrap=_exit)
endif()
if(KURIL_FUZZ)
  target_compile_options(kuril_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(kuril_flags INTERFACE -fsanitize=address,undefined)
endif()
