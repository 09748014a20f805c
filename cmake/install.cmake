# cmake --install, find_package(gapwire CONFIG) and gapwire.pc.
include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gapwire)
install(EXPORT gapwire NAMESPACE gapwire:: FILE gapwireTargets.cmake DESTINATION ${config_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/gapwireConfig.cmake.in
  ${PROJECT_BINARY_DIR}/gapwireConfig.cmake INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/gapwireConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/gapwireConfig.cmake
  ${PROJECT_BINARY_DIR}/gapwireConfigVersion.cmake DESTINATION ${config_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/config/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gapwire)
