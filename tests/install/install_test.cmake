# Installs BUILD below WORK, builds the consumer against that alone, and runs it.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(code)
    message(FATAL_ERROR "${ARGN}: ${code}\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

set(prefix ${WORK}/prefix)
file(REMOVE_RECURSE ${prefix} ${WORK}/build)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G Ninja -D CMAKE_PREFIX_PATH=${prefix}
  -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
run(${CMAKE_COMMAND} --build ${WORK}/build)

run(${prefix}/bin/gapwire simulate --day --messages 2000 --symbols 3 --resting 100
  -o ${WORK}/day.itch --truth ${WORK}/books.csv)

function(expect_books program)
  run(${program} ${WORK}/day.itch)
  if(NOT out MATCHES "^3 instruments, [1-9][0-9]* live orders\n$")
    message(FATAL_ERROR "${program} printed: ${out}")
  endif()
endfunction()

expect_books(${WORK}/build/consumer)

set(ENV{PKG_CONFIG_PATH} ${prefix}/${LIBDIR}/pkgconfig)
run(pkg-config --cflags --libs gapwire)
separate_arguments(flags UNIX_COMMAND "${out}")
run(${COMPILER} ${SOURCE}/main.cpp -o ${WORK}/build/consumer_by_pkg_config ${flags})
expect_books(${WORK}/build/consumer_by_pkg_config)

# The reader's header needs no other path than the prefix's, and no library.
function(expect_no_books program)
  run(${program} name-that-nobody-has NVDA)
  if(NOT out STREQUAL "no such name\n")
    message(FATAL_ERROR "${program} printed: ${out}")
  endif()
endfunction()
expect_no_books(${WORK}/build/reader)
run(${COMPILER} -std=c++17 -fno-exceptions ${SOURCE}/reader.cpp -I ${prefix}/include
  -o ${WORK}/build/reader_by_hand)
expect_no_books(${WORK}/build/reader_by_hand)
