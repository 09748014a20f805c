# cmake --install, find_package(gapwire CONFIG) and pkg-config gapwire.
include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gapwire)
install(EXPORT gapwire NAMESPACE gapwire:: FILE gapwireTargets.cmake DESTINATION ${config_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/gapwireConfig.cmake.in
  ${PROJECT_BINARY_DIR}/gapwireConfig.cmake INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/gapwireConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gapwireConfig.cmake
  ${PROJECT_BINARY_DIR}/gapwireConfigVersion.cmake DESTINATION ${config_dir})

# The prefix of the installed file is found from where it lies, so that the tree may be moved.
string(REGEX REPLACE "[^/]+" ".." to_prefix ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
configure_file(${PROJECT_SOURCE_DIR}/cmake/gapwire.pc.in ${PROJECT_BINARY_DIR}/gapwire.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/gapwire.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The reader of books in shared memory: #include <gapwire/reader.hpp>, nothing to link.
add_library(gapwire_reader INTERFACE)
set_target_properties(gapwire_reader PROPERTIES EXPORT_NAME reader)
target_compile_features(gapwire_reader INTERFACE cxx_std_17)
target_include_directories(gapwire_reader INTERFACE
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(TARGETS gapwire_reader EXPORT gapwire)
install(FILES ${PROJECT_SOURCE_DIR}/gapwire/reader.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gapwire)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/config/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gapwire
  COMPONENT service PATTERN systemd EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT service)
