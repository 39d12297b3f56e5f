// Package build says which build of the kit runs.
package build

import "runtime/debug"

// version is set by the linker: -X github.com/nuanxin/station-kit/internal/build.version=v1.2.3
var version string

// Version is the release, or the module's version, or "devel".
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
