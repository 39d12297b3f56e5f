package screen

// The pieces of a face. Fyne gives each the frame's size and its own bounds, in
// pixels from the upper left; OpenGL counts from the lower left.
const (
	insideSource = `
uniform vec2 frame;
uniform vec4 bounds;
uniform float r, g, b;

void main() {
	gl_FragColor = vec4(r, g, b, 1.0);
}
`
	// rimSource paints what is nearer to the edge than stroke in the edge's
	// colour, and rounds the corners.
	rimSource = `
uniform vec2 frame;
uniform vec4 bounds;
uniform float r, g, b, edgeR, edgeG, edgeB;
uniform float radius, stroke, left, top, width, height;

void main() {
	vec2 at = vec2(gl_FragCoord.x - bounds.x + left, frame.y - gl_FragCoord.y - bounds.y + top);
	vec2 middle = vec2(width, height) * 0.5;
	float beyond = length(max(abs(at - middle) - middle + radius, 0.0)) - radius;
	vec3 color = mix(vec3(r, g, b), vec3(edgeR, edgeG, edgeB), clamp(beyond + stroke + 0.5, 0.0, 1.0));
	gl_FragColor = vec4(color, clamp(0.5 - beyond, 0.0, 1.0));
}
`
)

var (
	insideShader, insideShaderES = shader(insideSource)
	rimShader, rimShaderES       = shader(rimSource)
)

// shader is a fragment shader for desktop OpenGL and for OpenGL ES.
func shader(source string) (desktop, es []byte) {
	return []byte("#version 110\n" + source), []byte("#version 100\nprecision highp float;\n" + source)
}
