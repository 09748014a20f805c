# Flags that every target gets, ccache, and gapwire_library(): one library a folder.

find_program(GAPWIRE_CCACHE ccache DOC "Used to compile when present")
if(GAPWIRE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GAPWIRE_CCACHE})
endif()

add_library(gapwire_flags INTERFACE)
target_compile_options(gapwire_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-align -Wold-style-cast
  $<$<BOOL:${GAPWIRE_WERROR}>:-Werror>
  # g++ 12 sees overlaps and overflows in the standard library that are not there.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>)
if(GAPWIRE_SANITIZE)
  add_compile_options(-fsanitize=${GAPWIRE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GAPWIRE_SANITIZE})
  add_compile_definitions(GAPWIRE_SANITIZED=1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # warns of its own checks, inside the standard library
    add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow)
    add_compile_options(-Wno-tsan)  # Asio's fences, which synchronise nothing that we share
  endif()
endif()
install(TARGETS gapwire_flags EXPORT gapwire)

# gapwire_library(NAME [LINK target...]): every .cpp below this folder, as gapwire::NAME.
function(gapwire_library name)
  cmake_parse_arguments(arg "" "" "LINK;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    message(FATAL_ERROR "gapwire_library(${name}): no sources")
  endif()
  add_library(gapwire_${name} STATIC ${sources})
  add_library(gapwire::${name} ALIAS gapwire_${name})
  set_target_properties(gapwire_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(gapwire_${name} PUBLIC cxx_std_20)
  target_include_directories(gapwire_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/gapwire>)
  target_link_libraries(gapwire_${name} PUBLIC ${arg_LINK} PRIVATE gapwire_flags ${arg_PRIVATE})
  install(TARGETS gapwire_${name} EXPORT gapwire)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gapwire/${folder} FILES_MATCHING PATTERN "*.hpp")
endfunction()
