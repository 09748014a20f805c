# What a machine needs to run gapwire as a service: unit, manual page, completions, and a .deb of it.
set(pages ${PROJECT_BINARY_DIR}/pages)
file(MAKE_DIRECTORY ${pages})
add_custom_command(OUTPUT ${pages}/gapwire.1 ${pages}/gapwire.bash ${pages}/_gapwire
  COMMAND gapwire man > ${pages}/gapwire.1
  COMMAND gapwire completion bash > ${pages}/gapwire.bash
  COMMAND gapwire completion zsh > ${pages}/_gapwire
  DEPENDS gapwire COMMENT "Writing the manual page and completions" VERBATIM)
add_custom_target(pages ALL DEPENDS ${pages}/gapwire.1 ${pages}/gapwire.bash ${pages}/_gapwire)

install(FILES ${pages}/gapwire.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT service)
install(FILES ${pages}/gapwire.bash RENAME gapwire
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT service)
install(FILES ${pages}/_gapwire
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT service)

# The desk's page, where `make web` has built it.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/web/dist/ DESTINATION ${CMAKE_INSTALL_DATADIR}/gapwire/web
  COMPONENT service OPTIONAL)
# The unit names the program where it is installed to, which only the installation knows.
install(CODE "set(bindir \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR})
  configure_file(${PROJECT_SOURCE_DIR}/config/systemd/gapwire.service.in
    ${PROJECT_BINARY_DIR}/gapwire.service @ONLY)" COMPONENT service)
install(FILES ${PROJECT_BINARY_DIR}/gapwire.service DESTINATION lib/systemd/system
  COMPONENT service)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gapwire)
set(CPACK_PACKAGE_VENDOR gapwire)
set(CPACK_PACKAGE_CONTACT "The gapwire developers <gapwire@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL service)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_SERVICE_PACKAGE_NAME gapwire)
set(CPACK_DEBIAN_SERVICE_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_SERVICE_PACKAGE_SECTION net)
set(CPACK_COMPONENT_SERVICE_DESCRIPTION "market-data feed handler and alerting service
 Decodes ITCH, CME MDP 3.0 and FIX into order books, and tells a desk what falls: against which
 price, how sure that is, and how far the next halt. Replays captures and measures its latency.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_SERVICE_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/debian/postinst
  ${PROJECT_SOURCE_DIR}/cmake/debian/prerm ${PROJECT_SOURCE_DIR}/cmake/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
